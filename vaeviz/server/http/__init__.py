"""Plain requests: addresses, bodies, headers, the page's own files."""
