import type { KeyboardEvent } from 'react'
import { formText } from '../ui/formText'
import { LISTING_STATUSES, type Listing, type ListingChange } from './useListings'

interface ListingFormProps {
  listing: Listing
  onSave: (change: ListingChange) => void
  onCancel: () => void
}

export function ListingForm({ listing, onSave, onCancel }: ListingFormProps) {
  const save = (form: FormData) => {
    const status = LISTING_STATUSES.find((known) => known === form.get('status'))
    onSave({
      title: formText(form, 'title'),
      city: formText(form, 'city'),
      price: Number(formText(form, 'price')),
      ...(status ? { status } : {}),
    })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onCancel()
  }

  return (
    <form className="listing-form" action={save} onKeyDown={onKeyDown}>
      <label>
        Title
        <input name="title" defaultValue={listing.title} required maxLength={80} autoFocus />
      </label>
      <label>
        City
        <input name="city" defaultValue={listing.city} required maxLength={40} />
      </label>
      <label>
        Price
        <input name="price" type="number" defaultValue={listing.price} required min={0} step={1} />
      </label>
      <label>
        Status
        <select name="status" defaultValue={listing.status}>
          {LISTING_STATUSES.map((status) => (
            <option key={status}>{status}</option>
          ))}
        </select>
      </label>
      <p className="form-actions">
        <button className="primary">Save</button>
        <button type="button" onClick={onCancel}>
          Cancel
        </button>
      </p>
    </form>
  )
}
