/**
 * The script of the page: theme, filter, sort. It reads what stands in the page and sends nothing anywhere; the controls it
 * serves are hidden without it. The page is whole without it.
 */
export const SCRIPT = `
(() => {
  'use strict'
  const one = (selector) => document.querySelector(selector)
  const all = (selector) => [...document.querySelectorAll(selector)]
  const root = document.documentElement
  const remembered = (value) => {
    try {
      if (value === undefined) return localStorage.getItem('assay-theme')
      localStorage.setItem('assay-theme', value)
    } catch {}
    return null
  }
  const theme = one('#theme')
  const isDark = () => (root.dataset.theme || (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')) === 'dark'
  const named = () => { theme.textContent = isDark() ? 'Light theme' : 'Dark theme' }
  const before = remembered()
  if (before === 'dark' || before === 'light') root.dataset.theme = before
  theme.hidden = false
  named()
  theme.addEventListener('click', () => {
    root.dataset.theme = isDark() ? 'light' : 'dark'
    remembered(root.dataset.theme)
    named()
  })

  const controls = one('#controls')
  if (controls) {
    controls.hidden = false
    const text = one('#search'), severity = one('#severity'), decision = one('#decision'), said = one('#count')
    let entries
    const read = () => entries ??= [...all('.finding'), ...all('#package-table tbody tr')].map((element) => ({
      element, words: element.textContent.toLowerCase(), finding: element.classList.contains('finding'),
    }))
    const fits = ({ element, words }, wanted) =>
      wanted.every((word) => words.includes(word)) &&
      (severity.value === '' || (element.dataset.s || '').split(' ').includes(severity.value)) &&
      (decision.value === '' || element.dataset.d === decision.value)
    const apply = () => {
      const wanted = text.value.toLowerCase().split(/\\s+/).filter(Boolean)
      let findings = 0, components = 0
      for (const entry of read()) {
        const shown = fits(entry, wanted)
        entry.element.hidden = !shown
        if (shown) entry.finding ? findings++ : components++
      }
      const filtered = wanted.length > 0 || severity.value !== '' || decision.value !== ''
      said.textContent = filtered ? 'Shown: ' + findings + ' to deal with, ' + components + ' packages' : ''
    }
    let waiting
    text.addEventListener('input', () => { clearTimeout(waiting); waiting = setTimeout(apply, 120) })
    severity.addEventListener('change', apply)
    decision.addEventListener('change', apply)
    one('#clear').addEventListener('click', () => { text.value = severity.value = decision.value = ''; apply(); text.focus() })
  }

  const order = new Intl.Collator('en', { numeric: true })
  for (const table of all('table.sortable')) {
    const heads = [...table.tHead.rows[0].cells], body = table.tBodies[0]
    heads.forEach((head, column) => {
      const button = document.createElement('button')
      button.type = 'button'
      button.textContent = '\\u2195'
      button.setAttribute('aria-label', 'Sort by ' + head.textContent.trim().toLowerCase())
      head.append(' ', button)
      button.addEventListener('click', () => {
        const up = head.getAttribute('aria-sort') !== 'ascending'
        for (const other of heads) other.removeAttribute('aria-sort')
        head.setAttribute('aria-sort', up ? 'ascending' : 'descending')
        for (const other of heads) other.lastElementChild.textContent = '\\u2195'
        button.textContent = up ? '\\u2191' : '\\u2193'
        const key = (row) => row.cells[column].dataset.k ?? row.cells[column].textContent
        const rows = [...body.rows].map((row) => [key(row), row])
        rows.sort(([a], [b]) => (up ? 1 : -1) * order.compare(a, b))
        body.append(...rows.map(([, row]) => row))
      })
    })
  }
})()
`
