import express from 'express'
import { WebSocketServer } from 'ws'

const app = express()
app.get('/health', (_request, response) => response.json({ ok: true }))

const server = app.listen(3000)
new WebSocketServer({ server }).on('connection', (socket) => socket.send('ready'))
