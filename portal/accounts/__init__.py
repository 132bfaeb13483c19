"""User, allauth adapter and second factor; nobody but staff has an account."""
