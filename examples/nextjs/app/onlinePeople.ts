import { cookies } from 'next/headers'

/** Who is online while the page is rendered; nobody, when the socket server is away. */
export async function onlinePeople(): Promise<string[]> {
  try {
    const headers = { cookie: (await cookies()).toString() }
    const response = await fetch(`${process.env.SOCKET_URL}/online`, { headers })
    return response.ok ? ((await response.json()) as string[]) : []
  } catch {
    return []
  }
}
