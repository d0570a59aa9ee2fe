// Prints the names that an entry point exports.
console.log(JSON.stringify(Object.keys(await import(process.argv[2]))))
