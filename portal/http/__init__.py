"""HTTP: prefix, compression, static files, trial state, health."""
