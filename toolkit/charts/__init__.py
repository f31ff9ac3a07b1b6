"""Tables to pictures, with Arabic drawn rightly."""
