/** Fields that say where an error comes from. */
export const PG = { severity: 'ERROR' };
export const MYSQL = { sqlState: '23000' };
const MONGO = { name: 'MongoServerError' };
const SQLITE = { code: 'SQLITE_ERROR' };
const PLAIN = {};

/** Messages of drivers, and what is left of them. Everything that was data has the word SECRET in it. */
export const DRIVER_MESSAGES: ReadonlyArray<readonly [fields: object, message: string, shown: string]> = [
  [PG, 'Key (email)=(SECRET@b.c) already exists.', 'Key (email)=(?) already exists.'],
  [PG, 'Key (a, b)=(SECRET) x, SECRET) is not present in table "t".', 'Key (a, b)=(?) is not present in table "t".'],
  [PG, 'Key (lower(email::text))=(SECRET) already exists.', 'Key (lower(email::text))=(?) already exists.'],
  [PG, 'Failing row contains (1, SECRET, null).', 'Failing row contains (?).'],
  [PG, 'invalid input syntax for type integer: "SECRET"x"', 'invalid input syntax for type integer: "?"'],
  [PG, 'invalid input value for enum "Role": "SECRET y"', 'invalid input value for enum "Role": "?"'],
  [PG, 'value "SECRET9" is out of range for type integer', 'value "?" is out of range for type integer'],
  [PG, 'date/time field value out of range: "SECRET"', 'date/time field value out of range: "?"'],
  [PG, 'malformed array literal: "SECRET"', 'malformed array literal: "?"'],
  [PG, 'syntax error at or near "SECRET"', 'syntax error at or near "?"'],
  [PG, 'invalid value for parameter "TimeZone": "SECRET"', 'invalid value for parameter "TimeZone": "?"'],
  [PG, 'unknown thing "SECRET" seen', 'unknown thing "?" seen'],
  [PG, 'relation "users" does not exist', 'relation "users" does not exist'],
  [PG, 'column "nmae" of relation "users" does not exist', 'column "nmae" of relation "users" does not exist'],
  [PG, 'duplicate key value violates unique constraint "users_email_key"', 'duplicate key value violates unique constraint "users_email_key"'],
  [PG, `insert into "users" ("email") values ('SECRET - x''y') - relation "users" does not exist`, 'insert into "users" ("email") values (?) - relation "users" does not exist'],
  [MYSQL, "Duplicate entry 'SECRET's' for key 'users.email'", "Duplicate entry '?' for key 'users.email'"],
  [MYSQL, "Incorrect integer value: 'SECRET' for column 'age' at row 1", "Incorrect integer value: '?' for column 'age' at row 1"],
  [MYSQL, "Truncated incorrect DOUBLE value: 'SECRET'", "Truncated incorrect DOUBLE value: '?'"],
  [MYSQL, "the right syntax to use near 'SECRET' AND 'SECRET'' at line 1", "the right syntax to use near '?' at line 1"],
  [MYSQL, "Table 'test.users' doesn't exist", "Table 'test.users' doesn't exist"],
  [MYSQL, "Unknown column 'nmae' in 'field list'", "Unknown column 'nmae' in 'field list'"],
  [MYSQL, "Column 'email' cannot be null", "Column 'email' cannot be null"],
  [MONGO, 'E11000 duplicate key error collection: db.users index: email_1 dup key: { email: "SECRET" }', 'E11000 duplicate key error collection: db.users index: email_1 dup key: {?}'],
  [PLAIN, 'Cast to ObjectId failed for value "SECRET" (type string) at path "_id"', 'Cast to ObjectId failed for value "?" (type string) at path "_id"'],
  [PLAIN, 'users validation failed: role: `SECRET` is not a valid enum value for path `role`.', 'users validation failed: role: `?` is not a valid enum value for path `role`.'],
  [SQLITE, 'near "SECRET": syntax error', 'near "?": syntax error'],
  [SQLITE, 'unrecognized token: "\'SECRET"', 'unrecognized token: "?"'],
  [SQLITE, 'UNIQUE constraint failed: users.email', 'UNIQUE constraint failed: users.email'],
  [PLAIN, "ERR unknown command 'foo', with args beginning with: 'SECRET' 'x' ", "ERR unknown command 'foo', with args beginning with: ?"],
  [PLAIN, 'Failed query: select 1\nparams: SECRET,2', 'Failed query: select ?'],
  [PLAIN, 'Could not find any entity of type "User" matching: {"email":"SECRET"}', 'Could not find any entity of type "User" matching: {?}'],
  [PLAIN, "User not found ({ email: 'SECRET' })", 'User not found (?)'],
  [PLAIN, "Trying to set User.age of type 'number' to 'SECRET' of type 'string'", "Trying to set User.age of type 'number' to '?' of type 'string'"],
  [PLAIN, '"email" with value "SECRET" fails to match the pattern', '"email" with value "?" fails to match the pattern'],
  [PLAIN, 'Unexpected token \'S\', "SECRET=1" is not valid JSON', 'Unexpected token \'S\', "?" is not valid JSON'],
  [PLAIN, 'Unexpected token \'S\', ..."a": SECRET}"... is not valid JSON', 'Unexpected token \'S\', ..."?"... is not valid JSON'],
  [PLAIN, 'Headers.append: "Bearer SECRET\n" is an invalid header value.', 'Headers.append: "?" is an invalid header value.'],
  [PLAIN, "The argument 'size' is invalid. Received 'SECRET'", "The argument 'size' is invalid. Received '?'"],
  [PLAIN, 'Cannot convert SECRET to a BigInt', 'Cannot convert ? to a BigInt'],
  [{ name: 'PrismaClientValidationError' }, '\nInvalid `prisma.user.create()` invocation in\n/a.ts:1\n\n{\n  data: { email: "SECRET" }\n}\n\nArgument `name` is missing.', 'Invalid `prisma.user.create()` invocation in Argument `name` is missing.'],
  [PLAIN, "Cannot read properties of undefined (reading 'email')", "Cannot read properties of undefined (reading 'email')"],
  [PLAIN, "Order 'o-7' of \"ada\" is late", "Order 'o-7' of \"ada\" is late"],
]; // prettier-ignore
