"""What a change in git changes for members and operators, not in the YAML."""
