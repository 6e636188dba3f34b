"""Look-ups in the reference: what is asked, and the page that answers it."""
