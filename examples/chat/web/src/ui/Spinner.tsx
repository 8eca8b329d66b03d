export function Spinner({ label }: { label: string }) {
  return (
    <div className="spinner">
      <i aria-hidden="true" />
      {label}
    </div>
  )
}
