module.exports = () => globalThis.stop();
