process.stderr.write('\u001b[31mno database at postgres://app:pl4nted@db/shop\u001b[0m\n');
process.exit(3);
