// Node's runtime client: loads a handler and runs invocations that it gets from the Lambda Runtime API.
//
// Node's own modules alone. Behaves as AWS's aws-lambda-nodejs-runtime-interface-client does (error objects, log
// forms, callbacks, context); it speaks HTTP on a plain socket and sends each response together with the request for
// the next event in one write.
'use strict';

const fs = require('fs');
const net = require('net');
const path = require('path');
const url = require('url');
const util = require('util');

const RUNTIME = '/2018-06-01/runtime';
const EXIT_UNHANDLED_REJECTION = 128;
const EXIT_UNCAUGHT_EXCEPTION = 129;
const HEAD_END = Buffer.from('\r\n\r\n');
const NEVER_SETTLED =
  'The Lambda runtime client detected an unexpected Node.js exit code. This is most commonly caused by a Promise ' +
  'that was never settled. For more information, see https://nodejs.org/docs/latest/api/process.html#exit-codes';

// The Runtime API -----------------------------------------------------------------------------------------------

/** A connection to the Runtime API at `address` (`host:port`). It keeps the process alive only between invocations. */
class RuntimeClient {
  constructor(address, onEvent) {
    this.onEvent = onEvent;
    this.tail = ` HTTP/1.1\r\nHost: ${address}\r\n`;
    this.next = `GET ${RUNTIME}/invocation/next${this.tail}\r\n`;
    this.received = Buffer.alloc(0);
    this.answers = [];
    const [host, port] = address.split(':');
    this.socket = net.connect({ host, port: Number(port), noDelay: true });
    this.socket.on('data', (data) => this.receive(data));
    this.socket.on('error', () => process.exit(0)); // The emulator has closed this environment.
    this.socket.on('end', () => process.exit(0));
  }

  /** Ask for the first event. */
  start() {
    this.send(this.next, [this.onEvent]);
  }

  /** Send a handler's response, a string of JSON, and ask for the next event. */
  respond(requestId, body) {
    this.send(this.post(`/invocation/${requestId}/response`, body) + this.next, [ignore, this.onEvent]);
  }

  /** Send a handler's error and ask for the next event; with `exitCode` end the process instead. */
  fail(requestId, error, exitCode) {
    const [request, ends] = [this.postError(`/invocation/${requestId}/error`, error), exitCode !== undefined];
    if (ends) this.send(request, [() => process.exit(exitCode)]);
    else this.send(request + this.next, [ignore, this.onEvent]);
  }

  /** Tell that the handler could not be loaded, then end the process. */
  failInit(error, exitCode) {
    this.send(this.postError('/init/error', error), [() => process.exit(exitCode)]);
  }

  post(where, body, fields = '') {
    const length = Buffer.byteLength(body);
    return `POST ${RUNTIME}${where}${this.tail}${fields}Content-Length: ${length}\r\n\r\n${body}`;
  }

  postError(where, error) {
    const report = errorObject(error);
    const type = String(report.errorType).replace(/[^\x20-\x7e]/g, '?');
    return this.post(where, JSON.stringify(report), `Lambda-Runtime-Function-Error-Type: ${type}\r\n`);
  }

  send(requests, answers) {
    this.answers.push(...answers);
    this.socket.ref();
    this.socket.write(requests);
  }

  /** Hand each complete answer to whoever waits for it. */
  receive(data) {
    this.received = this.received.length ? Buffer.concat([this.received, data]) : data;
    for (;;) {
      const headEnd = this.received.indexOf(HEAD_END);
      if (headEnd < 0) return;
      const headers = parseHead(this.received.toString('latin1', 0, headEnd));
      const start = headEnd + HEAD_END.length;
      const end = start + Number(headers['content-length'] || 0);
      if (this.received.length < end) return;
      const body = this.received.subarray(start, end);
      this.received = this.received.subarray(end);
      this.answers.shift()(headers, body);
    }
  }
}

function ignore() {}

function parseHead(head) {
  const headers = {};
  for (const line of head.split('\r\n').slice(1)) {
    const colon = line.indexOf(':');
    headers[line.slice(0, colon).toLowerCase()] = line.slice(colon + 1).trim();
  }
  return headers;
}

// Errors --------------------------------------------------------------------------------------------------------

/** A failure that the runtime itself diagnoses, with AWS's type (`Runtime.HandlerNotFound`, …). */
class Fault extends Error {
  constructor(type, message) {
    super(message);
    this.name = `Runtime.${type}`;
  }
}

/** AWS's error object: whatever is no error counts by its type, without a trace. */
function errorObject(error) {
  try {
    if (util.types.isNativeError(error) || looksLikeError(error)) {
      return { errorType: error.name, errorMessage: error.message, trace: error.stack.split('\n') };
    }
    return { errorType: typeof error, errorMessage: error.toString(), trace: [] };
  } catch {
    const errorMessage =
      'callback called with Error argument, but there was a problem while retrieving one or more of its message, ' +
      'name, and stack';
    return { errorType: 'handled', errorMessage };
  }
}

function looksLikeError(value) {
  return Boolean(value) && ['name', 'message', 'stack'].every((key) => value[key] && typeof value[key] === 'string');
}

// Log -----------------------------------------------------------------------------------------------------------

const log = {
  requestId: undefined,

  /** One log event: its lines are joined by carriage returns. */
  write(level, ...values) {
    const line = `${new Date().toISOString()}\t${log.requestId}\t${level}\t${util.format(...values)}`;
    process.stdout.write(line.replace(/\n/g, '\r') + '\n');
  },

  /** An error with all its members, as JSON. */
  error(what, error) {
    const known = error instanceof Error ? error : new Error(error);
    let text;
    try {
      text = JSON.stringify(known, (_, value) => (value instanceof Error ? withMembers(value) : value));
    } catch {
      text = JSON.stringify(errorObject(known));
    }
    log.write('ERROR', what, `\t${text}`);
  },
};

function withMembers(error) {
  const members = { errorType: error.name, errorMessage: error.message, code: error.code, ...error };
  delete members.name;
  if (typeof error.stack === 'string') members.stack = error.stack.split('\n');
  return members;
}

function patchConsole() {
  for (const level of ['trace', 'debug', 'info', 'warn', 'error', 'fatal']) {
    console[level] = (...values) => log.write(level.toUpperCase(), ...values);
  }
  console.log = console.info;
}

// Handler -------------------------------------------------------------------------------------------------------

/** The function that the handler setting stands for: `folder/file.export`, where the export may be nested. */
async function loadHandler(root, name) {
  if (name.includes('..')) {
    const advice = 'Use absolute paths when specifying root directories in handler names.';
    throw new Fault('MalformedHandlerName', `'${name}' is not a valid handler name. ${advice}`);
  }
  const match = path.basename(name).match(/^([^.]*)\.(.*)$/);
  if (!match) throw new Fault('MalformedHandlerName', 'Bad handler');
  const exported = await loadModule(path.resolve(root, path.dirname(name), match[1]));
  const handler = match[2].split('.').reduce((object, key) => object && object[key], exported);
  if (!handler) throw new Fault('HandlerNotFound', `${name} is undefined or not exported`);
  if (typeof handler !== 'function') throw new Fault('HandlerNotFound', `${name} is not a function`);
  return handler;
}

async function loadModule(stem) {
  try {
    return await importOrRequire(stem);
  } catch (error) {
    explainMissingPackage(error);
    if (error instanceof SyntaxError) throw new Fault('UserCodeSyntaxError', String(error));
    if (error && error.code === 'MODULE_NOT_FOUND') throw new Fault('ImportModuleError', String(error));
    throw error;
  }
}

/** Load the first file that is there, in AWS's order: as it is, .js, .mjs, .cjs. */
async function importOrRequire(stem) {
  if (fs.existsSync(stem) && fs.statSync(stem).isFile()) return require(stem);
  if (fs.existsSync(`${stem}.js`)) return isModule(path.dirname(stem)) ? load(`${stem}.js`) : require(`${stem}.js`);
  if (fs.existsSync(`${stem}.mjs`)) return load(`${stem}.mjs`);
  if (fs.existsSync(`${stem}.cjs`)) return require(`${stem}.cjs`);
  return require(stem);
}

function load(file) {
  return import(url.pathToFileURL(file).href);
}

/** Whether the nearest package.json says that .js files are ES modules. */
function isModule(folder) {
  const file = path.join(folder, 'package.json');
  if (fs.existsSync(file)) {
    try {
      return JSON.parse(fs.readFileSync(file, 'utf8')).type === 'module';
    } catch (error) {
      console.warn(`${file} cannot be read, it will be ignored for ES module detection purposes.`, error);
      return false;
    }
  }
  const parent = path.dirname(folder);
  return parent !== folder && path.basename(folder) !== 'node_modules' && isModule(parent);
}

/** Say how to get a package that Lambda brings along, where that is what is missing. */
function explainMissingPackage(error) {
  const found = /Cannot find (?:module|package) '((?:aws-sdk|@aws-sdk\/[\w-]+)[^']*)'/.exec((error && error.message) || '');
  if (found) error.message += ` (on Lambda it is preinstalled; here run: npm install ${found[1]})`;
}

// Invocations ---------------------------------------------------------------------------------------------------

/** The loop of one environment: an event, the handler, its response. */
class Runtime {
  constructor(handler) {
    this.handler = handler;
    this.isAsync = handler.constructor && handler.constructor.name === 'AsyncFunction';
    this.client = null;
    this.requestId = undefined;
    this.whenEmpty = ignore;
    process.on('beforeExit', () => {
      const work = this.whenEmpty;
      this.whenEmpty = ignore;
      work();
    });
  }

  /** Run one invocation; while it runs, the connection does not count as something left to do. */
  invoke(headers, body) {
    this.client.socket.unref();
    const requestId = (this.requestId = log.requestId = headers['lambda-runtime-aws-request-id']);
    process.env._X_AMZN_TRACE_ID = headers['lambda-runtime-trace-id'] || '';
    this.whenEmpty = () => this.leftUnanswered(requestId);
    const { callback, context } = this.answers(requestId);
    try {
      const result = this.handler(JSON.parse(body.toString()), Object.assign(context, contextOf(headers)), callback);
      if (result && typeof result.then === 'function') {
        result.then(context.succeed, context.fail).catch(context.fail);
      }
    } catch (error) {
      callback(error);
    }
  }

  /** The handler's ways to answer; the first call counts. */
  answers(requestId) {
    let waits = true;
    const fail = (error) => {
      log.error('Invoke Error', error);
      this.client.fail(requestId, error);
    };
    const succeed = (result) => this.client.respond(requestId, stringify(result));
    const done = (error, result) => {
      this.whenEmpty = ignore;
      if (error !== undefined && error !== null) fail(error);
      else succeed(result);
    };
    const callback = (error, result) => {
      if ((error !== undefined && error !== null) || !waits) return done(error, result);
      this.whenEmpty = () => setImmediate(() => succeed(result));
      return undefined;
    };
    const context = {
      get callbackWaitsForEmptyEventLoop() {
        return waits;
      },
      set callbackWaitsForEmptyEventLoop(value) {
        waits = value;
      },
      succeed: once((result) => done(null, result)),
      fail: once((error) => done(error === undefined || error === null ? 'handled' : error)),
      done: once(done),
    };
    return { callback: once(callback), context };
  }

  /** Nothing is left to do and the handler has not answered: null, but an async handler's promise never settled. */
  leftUnanswered(requestId) {
    if (!this.isAsync) return this.client.respond(requestId, 'null');
    const error = new Fault('NodeJsExit', NEVER_SETTLED);
    log.error('Invoke Error', error);
    return this.client.fail(requestId, error);
  }
}

/** A function that does its work until it has once done so without throwing. */
function once(work) {
  let finished = false;
  return (...values) => {
    if (finished) return;
    work(...values);
    finished = true;
  };
}

function stringify(result) {
  try {
    const text = JSON.stringify(result === undefined ? null : result);
    return text === undefined ? 'null' : text;
  } catch {
    throw new Error('Unable to stringify response body');
  }
}

/** The context's members that come from the environment and the event's headers. */
function contextOf(headers) {
  const deadline = Number(headers['lambda-runtime-deadline-ms']);
  return {
    functionVersion: process.env.AWS_LAMBDA_FUNCTION_VERSION,
    functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
    memoryLimitInMB: process.env.AWS_LAMBDA_FUNCTION_MEMORY_SIZE,
    logGroupName: process.env.AWS_LAMBDA_LOG_GROUP_NAME,
    logStreamName: process.env.AWS_LAMBDA_LOG_STREAM_NAME,
    clientContext: parseHeader(headers, 'lambda-runtime-client-context'),
    identity: parseHeader(headers, 'lambda-runtime-cognito-identity'),
    invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
    awsRequestId: headers['lambda-runtime-aws-request-id'],
    tenantId: headers['lambda-runtime-aws-tenant-id'],
    getRemainingTimeInMillis: () => deadline - Date.now(),
  };
}

function parseHeader(headers, name) {
  return headers[name] === undefined ? undefined : JSON.parse(headers[name]);
}

// The environment -----------------------------------------------------------------------------------------------

/** Errors that nobody caught end the process, and are the running invocation's answer, or the init's. */
function watchForUncaught(state) {
  const report = (error, exitCode) => {
    if (state.runtime && state.runtime.requestId) state.client.fail(state.runtime.requestId, error, exitCode);
    else state.client.failInit(error, exitCode);
  };
  process.on('uncaughtException', (error) => {
    log.error('Uncaught Exception', error);
    report(error, EXIT_UNCAUGHT_EXCEPTION);
  });
  process.on('unhandledRejection', (reason, promise) => {
    const error = Object.assign(new Fault('UnhandledPromiseRejection', String(reason)), { reason, promise });
    log.error('Unhandled Promise Rejection', error);
    report(error, EXIT_UNHANDLED_REJECTION);
  });
}

function refuseStreaming() {
  throw new Error('lgtui does not emulate response streaming yet: return the response from the handler instead.');
}

/** Be an execution environment: load the handler, then serve invocations until the process is ended. */
async function main() {
  patchConsole();
  globalThis.awslambda = { streamifyResponse: refuseStreaming };
  const state = { runtime: null, client: null };
  state.client = new RuntimeClient(process.env.AWS_LAMBDA_RUNTIME_API, (headers, body) => {
    state.runtime.invoke(headers, body);
  });
  watchForUncaught(state);
  try {
    state.runtime = new Runtime(await loadHandler(process.env.LAMBDA_TASK_ROOT, process.env._HANDLER));
  } catch (error) {
    log.error('Uncaught Exception', error);
    state.client.failInit(error, EXIT_UNCAUGHT_EXCEPTION);
    return;
  }
  state.runtime.client = state.client;
  state.client.start();
}

main();
