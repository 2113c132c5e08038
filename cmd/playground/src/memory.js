// A file system in memory with the interface of Node's fs (callbacks), which Go's js/wasm port calls (syscall/fs_js.go). It
// implements the functions that Go calls, for directories, regular files with modes, and two devices. There are no symbolic links.

const FILE = 0o100000, FOLDER = 0o040000, DEVICE = 0o020000, UMASK = 0o022;
const constants = { O_WRONLY: 1, O_RDWR: 2, O_CREAT: 0o100, O_EXCL: 0o200, O_TRUNC: 0o1000, O_APPEND: 0o2000, O_DIRECTORY: 0o200000 };
// The limit of Linux file systems (limits.h).
const NAME_MAX = 255;

// A plain object, because capturing the stack of an Error takes longer than the call. Go reads the code only.
const fail = (code) => ({ code });
const encoder = new TextEncoder();
const check = (name) => {
  if (name.length * 3 > NAME_MAX && encoder.encode(name).length > NAME_MAX) throw fail("ENAMETOOLONG");
};

export class Memory {
  constructor() {
    this.constants = constants;
    this.inodes = 0;
    this.fds = 3;
    this.reset();
    for (const name of Memory.calls) {
      // The callback is called synchronously.
      this[name] = (...args) => {
        const callback = args.pop();
        let value;
        try {
          value = this["_" + name](...args);
        } catch (error) {
          callback(error.code ? error : fail("EIO"));
          return;
        }
        callback(null, value);
      };
    }
  }

  // reset removes all files. The devices exist so that a project that names one is refused as on a real machine.
  reset() {
    this.cwd = "/";
    this.handles = new Map();
    this.root = this.node(FOLDER, 0o755);
    for (const name of ["null", "zero"]) this.makeFolders("/dev").children.set(name, this.node(DEVICE, 0o666));
  }

  node(kind, mode) {
    return { kind, mode, ino: ++this.inodes, data: new Uint8Array(0), children: kind === FOLDER ? new Map() : null };
  }

  resolve(path) {
    const parts = [];
    for (const part of (path.startsWith("/") ? path : this.cwd + "/" + path).split("/")) {
      if (part === "..") parts.pop();
      else if (part !== "" && part !== ".") parts.push(part);
    }
    return "/" + parts.join("/");
  }

  find(path) {
    let at = this.root;
    for (const part of this.resolve(path).split("/").filter(Boolean)) {
      check(part);
      if (at.kind !== FOLDER) throw fail("ENOTDIR");
      at = at.children.get(part);
      if (!at) throw fail("ENOENT");
    }
    if (path.endsWith("/") && at.kind !== FOLDER) throw fail("ENOTDIR");
    return at;
  }

  // parent returns the directory of a path and the name in it.
  parent(path) {
    const whole = this.resolve(path), cut = whole.lastIndexOf("/");
    const folder = this.find(whole.slice(0, cut) || "/");
    if (folder.kind !== FOLDER) throw fail("ENOTDIR");
    const name = whole.slice(cut + 1);
    check(name);
    return [folder, name];
  }

  handle(fd) {
    const handle = this.handles.get(fd);
    if (!handle) throw fail("EBADF");
    return handle;
  }

  // put writes a file and creates its parent directories. The worker calls it before a run.
  put(path, data, mode = 0o644, folder = 0o755) {
    const whole = this.resolve(path), cut = whole.lastIndexOf("/");
    const file = this.node(FILE, mode);
    file.data = data;
    this.makeFolders(whole.slice(0, cut), folder).children.set(whole.slice(cut + 1), file);
  }

  // makeFolders creates a directory with a mode, and its parents, and returns it.
  makeFolders(path, mode = 0o755) {
    let at = this.root;
    const parts = this.resolve(path).split("/").filter(Boolean);
    parts.forEach((part, i) => {
      if (!at.children.has(part)) at.children.set(part, this.node(FOLDER, i === parts.length - 1 ? mode : 0o755));
      at = at.children.get(part);
      if (at.kind !== FOLDER) throw fail("ENOTDIR");
    });
    return at;
  }

  // files lists all files below a directory, sorted by path. The worker calls it after a run.
  files(path) {
    const out = [];
    const walk = (folder, prefix) => {
      for (const [name, node] of folder.children) {
        if (node.kind === FOLDER) walk(node, prefix + name + "/");
        else out.push({ path: prefix + name, mode: node.mode, folder: folder.mode, data: node.data });
      }
    };
    try {
      walk(this.find(path), "");
    } catch {
      return [];
    }
    return out.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  _open(path, flags, mode) {
    let node;
    try {
      node = this.find(path);
      if (flags & constants.O_CREAT && flags & constants.O_EXCL) throw fail("EEXIST");
    } catch (error) {
      if (error.code !== "ENOENT" || !(flags & constants.O_CREAT)) throw error;
      const [folder, name] = this.parent(path);
      node = this.node(FILE, mode & ~UMASK);
      folder.children.set(name, node);
    }
    const writes = flags & (constants.O_WRONLY | constants.O_RDWR);
    if (node.kind === FOLDER && writes) throw fail("EISDIR");
    if (node.kind !== FOLDER && flags & constants.O_DIRECTORY) throw fail("ENOTDIR");
    if (flags & constants.O_TRUNC) node.data = new Uint8Array(0);
    const fd = this.fds++;
    this.handles.set(fd, { node, at: 0, append: Boolean(flags & constants.O_APPEND) });
    return fd;
  }

  _close(fd) {
    this.handle(fd);
    this.handles.delete(fd);
  }

  _read(fd, buffer, offset, length, position) {
    const handle = this.handle(fd);
    if (handle.node.kind === FOLDER) throw fail("EISDIR");
    const from = position ?? handle.at;
    const part = handle.node.data.subarray(from, from + length);
    buffer.set(part, offset);
    if (position === null) handle.at += part.length;
    return part.length;
  }

  // writeSync is called by wasm_exec.js for the output of Go's runtime: the message of a panic.
  writeSync(_fd, bytes) {
    this.said?.(bytes);
    return bytes.length;
  }

  _write(fd, buffer, offset, length, position) {
    const part = buffer.subarray(offset, offset + length);
    if (fd === 1 || fd === 2) return this.writeSync(fd, part);
    const handle = this.handle(fd), node = handle.node;
    const at = handle.append ? node.data.length : (position ?? handle.at);
    if (at + length > node.data.length) {
      const grown = new Uint8Array(at + length);
      grown.set(node.data);
      node.data = grown;
    }
    node.data.set(part, at);
    if (position === null) handle.at = at + length;
    return length;
  }

  _stat(path) {
    return statOf(this.find(path));
  }

  _lstat(path) {
    return statOf(this.find(path));
  }

  _fstat(fd) {
    return statOf(this.handle(fd).node);
  }

  _readdir(path) {
    const folder = this.find(path);
    if (folder.kind !== FOLDER) throw fail("ENOTDIR");
    return [...folder.children.keys()].sort();
  }

  _readlink(path) {
    this.find(path);
    throw fail("EINVAL");
  }

  _mkdir(path, mode) {
    const [folder, name] = this.parent(path);
    if (name === "" || folder.children.has(name)) throw fail("EEXIST");
    folder.children.set(name, this.node(FOLDER, mode & ~UMASK & 0o777));
  }

  _unlink(path) {
    if (this.find(path).kind === FOLDER) throw fail("EISDIR");
    const [folder, name] = this.parent(path);
    folder.children.delete(name);
  }

  _rmdir(path) {
    const node = this.find(path);
    if (node.kind !== FOLDER) throw fail("ENOTDIR");
    if (node.children.size > 0) throw fail("ENOTEMPTY");
    const [folder, name] = this.parent(path);
    folder.children.delete(name);
  }

  _rename(from, to) {
    const node = this.find(from);
    const [source, old] = this.parent(from), [target, name] = this.parent(to);
    const there = target.children.get(name);
    if (there?.kind === FOLDER) throw fail(node.kind === FOLDER ? "ENOTEMPTY" : "EISDIR");
    source.children.delete(old);
    target.children.set(name, node);
  }

  _link(path, link) {
    const node = this.find(path), [folder, name] = this.parent(link);
    if (folder.children.has(name)) throw fail("EEXIST");
    folder.children.set(name, node);
  }

  _chmod(path, mode) {
    this.find(path).mode = mode & 0o7777;
  }

  _fchmod(fd, mode) {
    this.handle(fd).node.mode = mode & 0o7777;
  }

  _fsync() {}
}

Memory.calls = ["open", "close", "read", "write", "stat", "lstat", "fstat", "readdir", "readlink", "mkdir", "unlink", "rmdir",
  "rename", "link", "chmod", "fchmod", "fsync"];
for (const name of ["chown", "fchown", "lchown", "symlink", "truncate", "ftruncate", "utimes"]) {
  Memory.prototype[name] = (...args) => args.pop()(fail("ENOSYS"));
}

const statOf = (node) => ({
  dev: 1, ino: node.ino, mode: node.kind | node.mode, nlink: 1, uid: 0, gid: 0, rdev: 0, size: node.data.length,
  blksize: 4096, blocks: Math.ceil(node.data.length / 512), atimeMs: 0, mtimeMs: 0, ctimeMs: 0,
  isDirectory: () => node.kind === FOLDER,
});

// processOf returns the part of Node's process that Go's port uses.
export const processOf = (memory) => ({
  getuid: () => 0, getgid: () => 0, geteuid: () => 0, getegid: () => 0, getgroups: () => [0], pid: 1, ppid: 0, umask: () => UMASK,
  cwd: () => memory.cwd,
  chdir: (path) => {
    if (memory.find(path).kind !== FOLDER) throw fail("ENOTDIR");
    memory.cwd = memory.resolve(path);
  },
});
