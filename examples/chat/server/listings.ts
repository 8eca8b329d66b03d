import * as v from 'valibot'
import type { Database } from './database'

const Listing = v.object({
  id: v.string(),
  title: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(80)),
  city: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40)),
  price: v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000_000_000)),
  status: v.picklist(['for sale', 'under offer', 'sold']),
})
export type Listing = v.InferOutput<typeof Listing>
export type Listings = ReturnType<typeof createListings>

export const ListingChange = v.partial(v.omit(Listing, ['id']))
export type ListingChange = v.InferOutput<typeof ListingChange>

const SEED: Listing[] = [
  { id: 'canal', title: 'Loft by the canal', city: 'Paris', price: 685_000, status: 'for sale' },
  {
    id: 'market',
    title: 'Flat above the market',
    city: 'Lyon',
    price: 312_000,
    status: 'for sale',
  },
  {
    id: 'vines',
    title: 'House in the vines',
    city: 'Bordeaux',
    price: 540_000,
    status: 'under offer',
  },
  {
    id: 'harbour',
    title: 'Studio at the harbour',
    city: 'Marseille',
    price: 148_000,
    status: 'sold',
  },
]

/** The property listings. */
export function createListings(db: Database) {
  const insert = db.prepare(
    'INSERT INTO listings (id, title, city, price, status) VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING',
  )
  const selectAll = db.prepare('SELECT id, title, city, price, status FROM listings ORDER BY rowid')
  const update = db.prepare(
    'UPDATE listings SET title = ?, city = ?, price = ?, status = ? WHERE id = ?',
  )
  for (const { id, title, city, price, status } of SEED) {
    insert.run(id, title, city, price, status)
  }

  const all = () => v.parse(v.array(Listing), selectAll.all())

  return {
    all,

    /** Gives the listing as it is now, or `undefined` where there is none. */
    change(id: string, change: ListingChange): Listing | undefined {
      const before = all().find((listing) => listing.id === id)
      if (!before) return undefined
      const after = { ...before, ...change }
      update.run(after.title, after.city, after.price, after.status, id)
      return after
    },
  }
}
