"""What a student types: one module a command, and beside them what the commands share."""
