import type { Metadata } from 'next'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { signOut } from './actions'
import { ConnectionBanner } from './ConnectionBanner'
import './globals.css'
import { Realtime } from './Realtime'
import { currentUser } from './session'

export const metadata: Metadata = { title: 'Next.js and @monhub/realtime' }

export default async function Layout({ children }: { children: ReactNode }) {
  const me = await currentUser()
  return (
    <html lang="en">
      <body>
        <Realtime url={process.env.SOCKET_URL} userId={me?.id ?? null}>
          <header>
            <Link href="/">People</Link>
            {me && (
              <form action={signOut}>
                {me.name} <button>Sign out</button>
              </form>
            )}
          </header>
          <ConnectionBanner />
          <main>{children}</main>
        </Realtime>
      </body>
    </html>
  )
}
