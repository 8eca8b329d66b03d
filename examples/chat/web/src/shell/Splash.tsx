import { Logo } from '../ui/Logo'

export function Splash() {
  return (
    <main className="splash" aria-busy="true">
      <Logo />
    </main>
  )
}
