import { resolve } from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vitest/config'

/**
 * One configuration, four builds, chosen by `--mode`:
 * widget (one self-contained IIFE file), site (the server-rendered pages), desk and admin (React).
 * All land in bot/web/static, which the app serves at /static/.
 */
const out = resolve(import.meta.dirname, '../static')
const source = (path: string) => resolve(import.meta.dirname, 'src', path)

const shared = {
  outDir: out,
  emptyOutDir: false,
  sourcemap: false,
  target: ['chrome123', 'firefox120', 'safari17.5'],
  cssTarget: ['chrome123', 'firefox120', 'safari17.5'],
  cssCodeSplit: false,
  chunkSizeWarningLimit: 1200,
}

const preact = { jsx: { runtime: 'automatic', importSource: 'preact' } } as const

export default defineConfig(({ mode }) => {
  if (mode === 'widget') {
    return {
      publicDir: false,
      oxc: preact,
      define: { 'process.env.NODE_ENV': '"production"' },
      build: {
        ...shared,
        lib: {
          entry: source('widget/main.tsx'),
          formats: ['iife'],
          name: 'FirstlineWidget',
          fileName: () => 'widget.js',
        },
      },
    }
  }
  if (mode === 'test') {
    return { test: { environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'] } }
  }
  const entry = { site: 'shop/site.ts', desk: 'desk/main.tsx', admin: 'admin/main.tsx' }[mode]
  if (!entry) throw new Error(`Say which part to build: --mode widget, site, desk or admin (not "${mode}").`)
  return {
    base: '/static/',
    publicDir: false,
    plugins: mode === 'site' ? [] : [react()],
    // "vite build --mode desk" must still be a production build of React.
    define: { 'process.env.NODE_ENV': '"production"' },
    build: {
      ...shared,
      rolldownOptions: {
        input: { [mode]: source(entry) },
        output: {
          entryFileNames: '[name].js',
          chunkFileNames: `assets/${mode}-[name]-[hash].js`,
          assetFileNames: (asset) =>
            asset.names.some((name) => name.endsWith('.css')) ? `${mode}.css` : 'assets/[name]-[hash][extname]',
        },
      },
    },
  }
})
