console.error('\u001b[31mno database at postgres://app:pl4nted@db/shop\u001b[0m');
process.exit(3);
