"""What the browser shows: an Answer in, HTML out; and the HTTP API."""
