import { describe, expect, it } from 'vitest'
import { createdByText } from './created-by.ts'

describe('the step that made a layer', () => {
  it.each([
    ['/bin/sh -c pip install torch', 'RUN pip install torch'],
    ['RUN /bin/sh -c pip install torch # buildkit', 'RUN pip install torch'],
    ['RUN |2 TOKEN=hunter2 A=b /bin/sh -c npm ci # buildkit', 'RUN npm ci'],
    ['|1 TOKEN=hunter2 /bin/sh -c npm ci', 'RUN npm ci'],
    ['RUN |1 TOKEN=hunter2 python -m x # buildkit', 'RUN …'],
    ['/bin/sh -c #(nop) COPY file:1 in /', 'COPY file:1 in /'],
    ['COPY . /app # buildkit', 'COPY . /app'],
    ['ENTRYPOINT ["/bin/sh -c x"]', 'ENTRYPOINT ["/bin/sh -c x"]'],
    ['/bin/sh -c pip install \t\n  x', 'RUN pip install x'],
    [
      '/bin/sh -c pip install -i https://me:secret@registry.example/simple x',
      'RUN pip install -i https://***@registry.example/simple x',
    ],
    ['/bin/sh -c echo \u001b[31m', 'RUN echo \\u{1b}[31m'],
    [`/bin/sh -c ${'a'.repeat(500)}`, `RUN ${'a'.repeat(95)}…`],
    ['', ''],
  ])('%j is %j', (text, expected) => expect(createdByText(text)).toBe(expected))

  it('takes no long time for a megabyte', () => {
    const start = performance.now()
    createdByText(`RUN |1 ${'/bin/sh -c '.repeat(100_000)}`)
    createdByText(' \n'.repeat(500_000))
    expect(performance.now() - start).toBeLessThan(200)
  })
})
