import { inflateSync } from 'node:zlib'

/**
 * A file of the old style (superblock 0, symbol tables, headers of version 1), written for these tests with h5py 3.16: text
 * attributes, a dataset, a packed one, one with external storage, a virtual one, a soft, an external and a second hard link.
 */
export function oldStyleHdf5(): Uint8Array {
  return inflateSync(Buffer.from(OLD_STYLE.join(''), 'base64'))
}

const OLD_STYLE = [
  'eNrtWUFv0zAUtp20jUonOpi0bFCIetphanYBIS4MsUIlEJ0Yh0kIraFx24ishSZlhWmCI9z2EzihSfwRfgb/ZNiJXxqHqtqQmCbV37R57/nZTj6/56qf',
  'vzW2Hi8UV4uIwzCQjsoojVOBDUu2ob8lWizar6I9IeBfiPpM4S+L+S1NHvjyRb3OjdMMkgcxYbzCPKJRf7jN211hr4n2F5HjfOcjHbI2GHRCbtuRwz5A',
  'mTzdOOO6kK/fb4i8Fv4SaiT5vYQMtD9wqb/XHvQ7Xpf7VzCORpaTNQ1p/bsTV+QriTfCKM/cBup4Y+oy+zrrzKXGgb8kKo/HL7Hi6Dv7NIjWRdPXxbEF',
  'dJE0H+I5NPAbkxjMfkiqfhcFHw09tnv5s9VvYwWlnkZh3uvXgs+LvBwHhdr9FLc0U7f3zrkuZtWDUxNgqDOCk5znEOk8xTajoYvWbeGz0LKBlj+L/hzL',
  'aN5PCBGlFFeKhuEVsyfN+FLty5NHzWc49cEqnU8Mh9W27wTBHj9fqvet6g59P6L90HP86rpVjc875j+sRudswP599fro6O9z5k1b5hfWcTJ8P80e1LWa',
  'PQh7dFjr3UFuNBynHp+kbDjycGort3+2TqT3Na+qWlRQUFBQUFBQUFBQUFCYP+w8b25xhQ90OUuXv35ndT7Q30Hfg+/3puKR8aglPDRuzo4HHo9XZ8fB',
  'vvzOzwePXM+W9bqYUdCvXREHrcaY5D1lA7jajP4mupwW63JXkBWLQ8m8RqRtu7TjOyFN9KdEvyMEUryIJNm6d6F8kCSjpivrRfGek7wS9xW3Yhv00jzw',
  'aGCd340YmZuRvJArsbFZGIzCwHMpm8imYdt+5wTBgYvscRxXFvzlnK7j9Sfnxex9A3717L4h+Z4iq6cW0Foi6vH92q3IdYEy8070V+BJz0S2LmTfQO82',
  'kXyejityXK1mB7Q9pCH6TzxqoEvH+6ZrQF08w7XUvdSPJnk7ucG9HEjlW5SvkG9JPqPCB28Yjhz/uKI+zf8FXx6c5/cPj2zN2Q==',
]

/** A file of the new style, written with h5py 3.16: 60 groups and 61 text attributes, kept in fractal heaps of several blocks. */
export function denseHdf5(): Uint8Array {
  return inflateSync(Buffer.from(DENSE.join(''), 'base64'))
}

const DENSE = [
  'eNrtW3t4TGca/81MQiSSiNzELUwkUtaac87M5IKGkEgscUkIGzrVSDRbl41QobLVx6Nr41KXNsKjohW2SkVXdZsHVbaxQXezdq0toluXUIuy2iDd',
  'Yud8c8Z5Q/s82q+eJ9rv/WO+7/fmvZ05v++dme98+V3KgGRf77beJi8vuOWOJrVjXNii6bcGzn1laMqAEUYUehthAIJbwwO4Ge36c5XJNRpbq68n',
  'PF1ocjPNOxE/gAzyu/WyVoIrzZ17xFUYRuOhSVVl9RZRgiihCZWQmJEyAF4wAgHOdBOia7trKxF9NCvHkK8Nd12aQMXJ6elJWKG1BoMPUK8mNSwG',
  'CtQukpMdPZ26NIGKv6NLU3iPR6QMQ3NGg1a4r7lP8XBh902Au/97NB57P2BGDzWPJi6qdXKOL3V1aybmr81nPPVU7XwYT4+0c//VnaUyLG1XcrrT',
  'CqVwc7jxqOcbhkJnDne2mVq9EWg8PvuPsTWJGYOT4Vm1LNyI5k5rP+w/V2JChFGdmn6zvhmGMO2LhuMBqGDTJ5ZtDcJ5ZhCxf2cYKtj0lVuVHbES',
  '6tTnQHwEdjPby20GRGAFM5iZXNgF55nWuuWtLtjObDN+2zoSrzGDlpNbdkemSZ0eONjj55jJtI6KlVakOm194VE/3Y4hTDurOCoGG1iE2heykjGf',
  'ac9cr0iGxKZVSz9PRjZzu+Q/LQ1FbNq1m3MawWoI/rguDb9m2t71y8fiNaY9fvb0WCSwCAu9O07AMTZdfWHRBNSz6c3I+GewlyWelziuGI+8iE8J',
  'UYIoQZQgShAliBJECaIEUYIoQZQgShAliBJECaIEUcKP6nFAaho8/7O3YRIa2C5enbbH2/5IB9ck/KnUWd4Q8uMU13Z3eVDYNBxiO75bJ3cuYFvs',
  'vnh/+xMFGMWmS/zHFGI32/FNu3VoHsxMO7DQtxgzmduMJ3csQR6bhhd8tArH2PTi0fjVyGFb2PsX/WwtJKbNX2AoQzCbFpXdKsN81zZ6TcrrCGYp',
  'jph/+TpMzO3a5VMbkMe0e9/y3IQeTHs+aXEFVjC3hV4NFQhn2iNXHX/AIWbr98/5lbjICO39oX0nejGDK90cf0IwK73Z1a8+QgKL8HVZ/t9wktke',
  'mPfOYRQzg9u5VYeR5SrnYocTqGEGgYXDP0FPZrBj3/ufIJXFfWrWgi8RwKaX5wyuRxaLG/jF8wPFdrdoxKIEUYIoQZQgSnikS2DHUIofcylM7YA6',
  '9bwE6nzYq7/6aogETrCTbYYtJmSwkxQLr8fvSU5JTbx79I1J7XBtHKKNqdqYpI39XOOdb5H03o50FtV9dI45ZWrjyG923ppzPF584/3uwg7HqEde',
  'vvFwzKf+LuymBjtnokpQ47HPA2bz0I/VaMdVop1jnHY4xojUM+FLXcdezJqdmwKe90VSj71E341zO8ql74XGo7Vfwofsd4AXytWL6adeHOCozvXG',
  'uma6Iu0rfx+U++iK0KBLARilnrbp61LsTAoNgpnEiKweE4qOJMavVu8346hBd7kSOiwCbX11C7+Rlig4iEvXP+Y+hhLoLmsG3bHhFLFY1bdbDLJJ',
  'YfHd98biKHHZkjejD9qYdAtPi+1xZHnqipYZc/pN+J+l10/2d2BqmvP+lxjJjdg/fSBWk/dswZL+S2o1lvvX9nRPergmHbaNPF0rmsWjvA/ghawW',
  '+u3euK96JY556YqoLptLUUoUN3efXoWOfrrifFj9qzhJFnOPEblr0dFbV/x+3e5yZJMOMSm19wacJGlL5bCNWENixM4etxHrSJb43Cc3Yw1Zu/Lh',
  'CxVwEIsv2rR/G2tI0G0lB3cgu7mu6HX77+8hhHSI9bvn7kII6WXvLaypxkmSZerZk9VwkGt5dk/ZX3CsJamjX/8anCJ1PL1p/gmYSWN656XoUygn',
  'dSQUbz6DUyRoVmLkOYSQoFENQz9DpoeuqHqj/QWEkBb657Dul9CWXO2F4devwkyyfN73XANKiMuOpZvunB1dsO/e+19K8szISU9DJqlkUOcbI/Av',
  '0iGU2Z4ZWEeKvzJ7cQayyL07EHojg20huROXhL88EsdIll5bfbIQQkjVkPF8FkpJ2toa5RlkUh4uuZCPEBJjZ8q7RWhLblX5+roijCLXW3fwZhFC',
  '1E/vx12KzzzK5mIMaW5J28bPH/fqCx//RNf/wP5DB7NvCa3oNw+gvTY+Z86eNL6gwDFl/OQcc3wnc3pO/oycKdPzxk8yF9E4H/iLXipEiBAhQoQI',
  'ESJEiBAhQoQ0VUlOGUAeUambAErNiDYm+CJIfRwxeeqEnEmO7KlTcvMmIsxgYBat7u4TsP8nZ3sFtVLj/QMhQoQ8autf3X29NrNmjsm59r3U9T/e',
  'akOgAexhorrUCx9QSAA7b4AY3gCxvAHiOAPYLLwBJN4AMm8AhTeAlTcALxNtvEy08TLRxstE2/dj4gOvf/Vhy7I3+wbqGRVe6iq81FV4qavwUlfh',
  'pa7CS12Fl7oKL3UVXuoqvE3UystEKy8TrbxMtPIy0Wp9uOtffbb67z09A/SMEi91JV7qSrzUlXipK/FSV+alrsxLXZmXujIvdWXeJirzMlHmZaLM',
  'y0SZl4nyQ/78V2XB8g/qTTBpGb8vc93+Eqe/zOmvcPpbOf1tnP52Tv8YTv9YTn/e1inxtk6Jt3VKvK1T4m2d0g/+qX/P+r97mNwZvrLCGwaYJio2',
  'JcS9pedE9ncpiokLJSh2F0VxCW10ZLXso0hKCiNIrqZI+UVbgqx/pcg2vB1B9iPhBMVkdiIo9jhFceM668hm+ZQiKdtMkHyOIiUvgiDrJYpsU7sQ',
  'ZL9GUcyMSIJib1IU91xUU93/of9MEDetU7kBxomW7XAXb5wo2Q06kCsJUHobdWDdQ4At0aQD+5cExGz00EHsaE8dxNV56e+YZHm6BUHSRYrkKd4E',
  'Kf+lyDrdhyDbDYrss1sSFHOLoti5vgTFmfx0JFtepEhq4U+QvIgixb8VQdblFNmCAwiyl1IU0641QbFrKYrrHEhWmKWcIqlrEEHymxQpPYIJsm4L',
  'vu/+/x96mXTl',
]
