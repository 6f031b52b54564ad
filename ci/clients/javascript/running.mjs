/* Tests that are functions by name: run one after the other, each told of in a line; the exit status is 1 if one failed. */
export async function run(tests) {
    for (const [name, test] of Object.entries(tests)) {
        try {
            await test();
            console.log(`ok ${name}`);
        } catch (error) {
            process.exitCode = 1;
            console.log(`not ok ${name}\n${error.stack}`);
        }
    }
}
