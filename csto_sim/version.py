"""The version of the program, told in one place."""

VERSION = "0.1.0"
