"""Django's SQLite with a gate before every write; settings name this package as ENGINE."""
