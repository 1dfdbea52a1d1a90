"""The mind: what Tchatche decides to say. Knows no platform, no database and no web."""
