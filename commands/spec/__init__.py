"""The Docker command line as data: which commands and flags exist, and what is known of them."""
