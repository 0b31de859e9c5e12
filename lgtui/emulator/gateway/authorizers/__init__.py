"""Lambda authorizers: whom they let pass, what they are asked, and how long their answers count."""
