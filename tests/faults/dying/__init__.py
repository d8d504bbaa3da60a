"""Processes to be killed: each module says what the next start finds, and then works on."""
