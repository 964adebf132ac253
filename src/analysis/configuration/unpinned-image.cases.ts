import { fires, silent } from '../../../test/support/text-case.ts'
import type { FileRuleCase } from '../../../test/support/rule-case.ts'

/** What the rule must and must not report. */
export const cases: readonly FileRuleCase[] = [
  fires('no tag', 'Dockerfile', 'FROM python\nRUN true\n'),
  fires('latest', 'gpu.Dockerfile', 'FROM --platform=linux/amd64 nvcr.example/pytorch:latest AS base\n'),
  fires('a tag', 'Dockerfile', 'FROM python:3.12-slim\n'),
  fires('an argument with a default', 'Dockerfile', 'ARG BASE=ubuntu:latest\nFROM ${BASE}\n'),
  fires('ADD from the network', 'Dockerfile', 'FROM scratch\nADD http://m.example/model.tar.gz /models/\n'),
  silent(
    'a digest, and a stage',
    'Dockerfile',
    `FROM python:3.12@sha256:${'0'.repeat(64)} AS build\nFROM build\nFROM scratch\n`,
  ),
  silent('an argument without a default', 'Dockerfile', 'ARG BASE\nFROM $BASE\n'),
  silent(
    'ADD with a hash, and of a file',
    'Dockerfile',
    'FROM scratch\nADD --checksum=sha256:00 https://m.example/a /a\nADD a.tar.gz /\n',
  ),
]
