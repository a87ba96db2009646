"""The institution's programme, and the one place where everything is assembled."""
