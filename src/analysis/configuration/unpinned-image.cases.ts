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
  fires('an image of a service', 'docker-compose.yml', 'services:\n  db:\n    image: qdrant/qdrant:latest\n'),
  fires('a default tag of a service', 'compose.yaml', 'services: {a: {image: "redis:${TAG:-7}"}}\n'),
  fires('a devcontainer', '.devcontainer/devcontainer.json', '{ "image": "mcr.example/python:3.12", }'),
  fires('the container of a job', '.github/workflows/a.yml', 'jobs: {a: {container: "pytorch/pytorch"}}\n'),
  fires('a service of a job', '.github/workflows/a.yml', 'jobs: {a: {services: {db: {image: "postgres:16"}}}}\n'),
  fires('a pipeline of GitLab', '.gitlab-ci.yml', 'default:\n  image: { name: "python:3.12" }\n'),
  fires('a kernel of Kaggle', 'kernel-metadata.json', '{"docker_image": "gcr.example/kaggle-images/python:v150"}'),
  silent(
    'a kernel of Kaggle with a digest, as kernels pull writes it',
    'k/kernel-metadata.json',
    `{"docker_image": "gcr.example/kaggle-images/python@sha256:${'0'.repeat(64)}"}`,
  ),
  silent('a kernel of Kaggle that names none', 'kernel-metadata.json', '{"docker_image": ""}'),
  silent('a service that is built here', 'compose.yaml', 'services: {a: {image: "own:latest", build: .}}\n'),
  silent('a service with a digest', 'compose.yaml', `services: {a: {image: "redis@sha256:${'0'.repeat(64)}"}}\n`),
  silent('an image that only the run can tell', '.gitlab-ci.yml', 'image: $CI_REGISTRY_IMAGE:latest\n'),
  silent('an expression', '.github/workflows/a.yml', 'jobs: {a: {container: "${{ matrix.image }}"}}\n'),
  silent('an argument without a default', 'Dockerfile', 'ARG BASE\nFROM $BASE\n'),
  silent(
    'ADD with a hash, and of a file',
    'Dockerfile',
    'FROM scratch\nADD --checksum=sha256:00 https://m.example/a /a\nADD a.tar.gz /\n',
  ),
]
