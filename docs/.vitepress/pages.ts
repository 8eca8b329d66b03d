import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const docs = join(import.meta.dirname, '..')

const page = (text: string, link: string) => ({ text, link })

export const guide = [
  page('Getting started', '/guide/getting-started'),
  page('The connection', '/guide/connection'),
  page('Chat', '/guide/chat'),
  page('Groups', '/guide/groups'),
  page('Typing', '/guide/typing'),
  page('Presence', '/presence'),
  page('Notifications', '/guide/notifications'),
  page('Data sync', '/data-sync'),
  page('Events of your own', '/custom-events'),
  page('Server rendering and frameworks', '/guide/ssr'),
  page('Recipes', '/guide/recipes'),
  page('Testing', '/testing'),
]

export const operations = [
  page('Signing in', '/authentication'),
  page('Stores', '/stores'),
  page('Scaling', '/scaling'),
  page('Limits', '/limits'),
  page('Security', '/security'),
  page('Operations', '/guide/operations'),
  page('Importing messages', '/importing-messages'),
  page('Moving from sockets inside the app', '/migrating-from-in-app-sockets'),
]

export const background = [
  page('Architecture', '/architecture'),
  page('Protocol', '/protocol'),
  page('Reference coverage', '/reference-coverage'),
]

/** The pages of a folder under their headings, in the order of their names. */
function pagesOf(folder: string) {
  const files = readdirSync(join(docs, folder)).filter((name) => name.endsWith('.md'))
  return files.sort().map((name) => {
    const heading = /^# (.+)$/m.exec(readFileSync(join(docs, folder, name), 'utf8'))?.[1]
    return page(heading?.replaceAll('\\', '') ?? name, `/${folder}/${name.replace(/\.md$/, '')}`)
  })
}

export const decisions = pagesOf('decisions')
export const reference = pagesOf('reference')
