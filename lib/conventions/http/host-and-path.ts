const HOST_AND_PATH = /^[a-z][a-z\d+.-]*:\/\/(?:[^/?#]*@)?([^/?#]+)([^?#]*)/i;

export interface HostAndPath {
  /** With the port, if the URL names it. */
  readonly host: string;
  readonly path: string;
}

/** The parts of a URL that a reader needs. Credentials, query and fragment are left out. */
export function hostAndPath(url: string): HostAndPath | undefined {
  const [, host, path = ''] = HOST_AND_PATH.exec(url) ?? [];
  return host === undefined ? undefined : { host, path };
}
