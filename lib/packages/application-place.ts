/** Installed programs: test runners, process managers. */
const INSTALLED = /[\\/]node_modules[\\/]/;

/** Where the application lies: the program that Node runs, or the working directory where that program is a tool. */
export function applicationPlace(program = process.argv[1]): string {
  return program === undefined || program === '' || INSTALLED.test(program) ? process.cwd() : program;
}
