/** What the server answered instead of data, with status 0 where it did not; may be shown. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message)
  }
}

/** Reads JSON: the fetcher of every `useSWR` here. */
export const getJson = <T>(path: string) => request<T>('GET', path)

/** Writes JSON. */
export const sendJson = <T>(method: 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown) =>
  request<T>(method, path, body)

async function request<T>(method: string, path: string, body?: unknown): Promise<T> {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(path, {
    method,
    ...(body === undefined ? {} : { headers, body: JSON.stringify(body) }),
  }).catch(() => {
    throw new ApiError(0, 'The server cannot be reached.')
  })
  if (response.ok) return (await response.json()) as T
  throw new ApiError(response.status, await reasonOf(response))
}

async function reasonOf(response: Response): Promise<string> {
  try {
    const { error } = (await response.json()) as { error: { message: string } }
    return error.message
  } catch {
    return `The server answered ${response.status}.`
  }
}
