"""What a value says, in a sentence with the value in it: a module a subject."""
