// The tables of the index.

/// Marks the file's version. A file with another mark is rebuilt.
enum IndexSchema {
    static let version = 1
    /// "i2sb" in ASCII.
    static let application = 0x6932_7362

    /// `images` has what conditions ask for, and is narrow so that a common word's filter stays in memory; `texts` has
    /// what is shown. FTS5 keeps no second copy of the captions.
    static let statements = """
        PRAGMA application_id = \(application);
        PRAGMA user_version = \(version);
        CREATE TABLE parts(
            number INTEGER PRIMARY KEY, name TEXT NOT NULL, fingerprint TEXT NOT NULL,
            first INTEGER NOT NULL, count INTEGER NOT NULL, problem TEXT);
        CREATE TABLE images(
            id INTEGER PRIMARY KEY, part INTEGER NOT NULL, row INTEGER NOT NULL, start INTEGER, bytes INTEGER,
            width INTEGER, height INTEGER, similarity REAL, aesthetic REAL, nsfw INTEGER, score REAL, licence INTEGER);
        CREATE TABLE texts(id INTEGER PRIMARY KEY, key TEXT, suffix TEXT, url TEXT, caption TEXT);
        CREATE TABLE licences(number INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, count INTEGER NOT NULL);
        CREATE TABLE columns(name TEXT PRIMARY KEY, lowest REAL, highest REAL) WITHOUT ROWID;
        CREATE VIRTUAL TABLE captions USING fts5(
            caption, content='texts', content_rowid='id', tokenize='porter unicode61 remove_diacritics 2');
        """
}
