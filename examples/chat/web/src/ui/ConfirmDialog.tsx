import { Dialog } from './Dialog'

interface ConfirmDialogProps {
  title: string
  text: string
  /** What the button says that goes through with it. */
  action: string
  onConfirm: () => void
  onClose: () => void
}

/** Asks before something that cannot be taken back. */
export function ConfirmDialog({ title, text, action, onConfirm, onClose }: ConfirmDialogProps) {
  const confirm = () => {
    onClose()
    onConfirm()
  }

  return (
    <Dialog title={title} onClose={onClose}>
      <p className="dialog-text">{text}</p>
      <p className="dialog-actions">
        <button onClick={onClose}>Cancel</button>
        <button className="danger" onClick={confirm}>
          {action}
        </button>
      </p>
    </Dialog>
  )
}
