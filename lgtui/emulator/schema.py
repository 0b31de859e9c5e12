"""The store's tables, as the steps that lead from each schema to the next; a step that was released never changes."""

MIGRATIONS = (
    """
    CREATE TABLE async_event (
        number INTEGER PRIMARY KEY,
        function_name TEXT NOT NULL,
        request_id TEXT NOT NULL,
        accepted REAL NOT NULL,
        due REAL NOT NULL,
        failures INTEGER NOT NULL,
        setbacks INTEGER NOT NULL,
        request BLOB NOT NULL,
        payload BLOB NOT NULL
    ) STRICT;
    CREATE INDEX async_event_of_function ON async_event (function_name, due, number);
    CREATE TABLE log_chunk (
        number INTEGER PRIMARY KEY,
        log_group TEXT NOT NULL,
        log_stream TEXT NOT NULL,
        first REAL NOT NULL,
        last REAL NOT NULL,
        events INTEGER NOT NULL,
        size INTEGER NOT NULL,
        content BLOB NOT NULL
    ) STRICT;
    CREATE INDEX log_chunk_of_group ON log_chunk (log_group, number);
    CREATE INDEX log_chunk_by_age ON log_chunk (last)
    """,
    """
    CREATE TABLE object (
        number INTEGER PRIMARY KEY,
        service TEXT NOT NULL,
        kind TEXT NOT NULL,
        owner TEXT NOT NULL,
        name TEXT NOT NULL,
        content BLOB NOT NULL,
        UNIQUE (service, kind, owner, name)
    ) STRICT
    """,
    """
    ALTER TABLE log_chunk ADD COLUMN ingested REAL NOT NULL DEFAULT 0;
    UPDATE log_chunk SET ingested = last;
    CREATE INDEX log_chunk_by_first ON log_chunk (log_group, first);
    CREATE INDEX log_chunk_by_last ON log_chunk (log_group, last);
    CREATE INDEX log_chunk_of_stream ON log_chunk (log_group, log_stream, first, last, events, size, ingested);
    DROP INDEX log_chunk_of_group
    """,
    """
    CREATE TABLE template_object (
        service TEXT NOT NULL,
        kind TEXT NOT NULL,
        owner TEXT NOT NULL,
        name TEXT NOT NULL,
        content BLOB NOT NULL,
        PRIMARY KEY (service, kind, owner, name)
    ) STRICT, WITHOUT ROWID;
    INSERT INTO template_object SELECT service, kind, owner, name, content FROM object
        WHERE service <> 'project' AND kind NOT IN ('snapshot', 'layer', 'layer-content')
    """,
    """
    CREATE TABLE trace (
        number INTEGER PRIMARY KEY,
        request_id TEXT NOT NULL UNIQUE,
        at REAL NOT NULL,
        size INTEGER NOT NULL,
        content BLOB NOT NULL
    ) STRICT
    """,
)
"""`async_event`: an event invocation that was accepted and is not over. `log_chunk`: some lines of one log stream in
the order of their times, and when they came in; `size` is its content's, in bytes, and `number` grows. `object`: one
object of the control plane, as MessagePack; `owner` is the object that it belongs to, and `number` tells the order in
which they were made. `template_object`: an object as the template made it last. `trace`: how a
request ran, compressed."""
