"""A team's spreadsheet and the plan in git, both ways: what a sheet says is written into content/weeks, a plan becomes a sheet to edit."""
