/** How many values a statement is given: one by one, in a list, or by name in an object. */
export function argumentCount(parameters: readonly unknown[]): number {
  let count = 0;
  for (const parameter of parameters) {
    if (typeof parameter !== 'object' || parameter === null || ArrayBuffer.isView(parameter)) count++;
    else count += Array.isArray(parameter) ? parameter.length : Object.keys(parameter).length;
  }
  return count;
}
