/** What is on the shelves. Abaci are sold out. */
export const SCHEMA = `
  CREATE TABLE products (
    sku TEXT PRIMARY KEY,
    price_cents INTEGER NOT NULL,
    stock INTEGER NOT NULL
  );
  INSERT INTO products (sku, price_cents, stock) VALUES
    ('notebook', 450, 100000),
    ('pencil', 120, 100000),
    ('abacus', 8900, 0);
`;
