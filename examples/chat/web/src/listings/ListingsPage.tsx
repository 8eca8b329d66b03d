import { EmptyState } from '../ui/EmptyState'
import { Skeleton } from '../ui/Skeleton'
import { BackLink } from '../shell/BackLink'
import { ListingCard } from './ListingCard'
import { useListings } from './useListings'

export function ListingsPage() {
  const { listings, error, save } = useListings()

  return (
    <div className="listings-page">
      <header className="listings-heading">
        <BackLink />
        <div>
          <h1>Listings</h1>
          <p className="hint">
            Change one: every open tab, yours and everybody’s, follows at once.
          </p>
        </div>
      </header>
      {error && <EmptyState icon="alert" title="Not loaded" hint={error.message} />}
      {!listings && !error && <Skeleton rows={4} />}
      {listings && (
        <ul aria-label="Listings" className="listings">
          {listings.map((listing) => (
            <ListingCard key={listing.id} listing={listing} onSave={save} />
          ))}
        </ul>
      )}
    </div>
  )
}
