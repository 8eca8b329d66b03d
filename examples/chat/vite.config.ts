import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

const backend = 'http://localhost:4000'

export default defineConfig({
  root: 'web',
  plugins: [react()],
  build: { outDir: '../dist/web', emptyOutDir: true },
  // `pnpm dev` beside a running demo server: the page reloads by itself, data comes from the server.
  server: { proxy: { '/api': backend, '/socket.io': { target: backend, ws: true } } },
})
