"""What a person asks a project in the terminal: what is planned, who says what, who uses what."""
