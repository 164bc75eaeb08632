/** The tables, and enough rows to have something to read. */
export const SCHEMA = `
  CREATE TABLE users (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL,
    email TEXT NOT NULL UNIQUE
  );
  CREATE TABLE products (
    sku TEXT PRIMARY KEY,
    price_cents INTEGER NOT NULL,
    stock INTEGER NOT NULL
  );
  CREATE TABLE orders (
    id INTEGER PRIMARY KEY,
    user_id INTEGER NOT NULL REFERENCES users (id),
    sku TEXT NOT NULL REFERENCES products (sku),
    quantity INTEGER NOT NULL,
    total_cents INTEGER NOT NULL
  );
  INSERT INTO users (name, email) VALUES
    ('Ada Lovelace', 'ada@example.com'),
    ('Grace Hopper', 'grace@example.com'),
    ('Edsger Dijkstra', 'edsger@example.com');
  INSERT INTO products (sku, price_cents, stock) VALUES
    ('notebook', 450, 100000),
    ('pencil', 120, 100000),
    ('abacus', 8900, 0);
`;
