// The twenty steps of ../booking.hurl. Prints how long they took, the second time: functions are warm then.
async function call(method, path, token, body) {
    const headers = {"content-type": "application/json", ...(token ? {authorization: `Bearer ${token}`} : {})};
    const response = await fetch(process.env.API + path, {method, headers, body: body && JSON.stringify(body)});
    return {status: response.status, body: await response.json()};
}

async function workflow() {
    const expectStatus = (answer, status) => {
        expect(answer.status).toBe(status);
        return answer.body;
    };
    const {accessToken: token} = expectStatus(
        await call("POST", "/auth/login", null, {email: "anna@example.com", password: "lotus-flower-22"}), 200);
    const book = (id, body = {}) => call("POST", `/classes/${id}/book`, token, body);
    const change = (id, body) => call("PUT", `/bookings/${id}`, token, body);
    const cancel = (id) => call("DELETE", `/bookings/${id}`, token);
    const bookings = async () => expectStatus(await call("GET", "/bookings", token), 200).bookings;
    const placesOf = async (id) =>
        expectStatus(await call("GET", "/classes"), 200).classes.find((each) => each.classId === id).booked;

    expect(await placesOf("class-private")).toBe(0);
    const {bookingId: first} = expectStatus(await book("class-private", {notes: "my left knee"}), 201);
    expectStatus(await book("class-private"), 409);
    expect((await bookings()).some((each) => each.bookingId === first)).toBe(true);
    expect(expectStatus(await change(first, {notes: "both knees"}), 200).notes).toBe("both knees");
    expect(expectStatus(await change(first, {classId: "class-yin"}), 200).classId).toBe("class-yin");
    expect(await placesOf("class-yin")).toBe(1);
    const {bookingId: second} = expectStatus(await book("class-private"), 201);
    expect((await bookings()).filter((each) => each.status === "confirmed").length).toBeGreaterThan(1);
    expectStatus(await cancel(first), 200);
    expect(expectStatus(await cancel(first), 200).status).toBe("cancelled");
    expect((await bookings()).find((each) => each.bookingId === first).status).toBe("cancelled");
    const {bookingId: third} = expectStatus(await book("class-yin"), 201);
    expectStatus(await book("class-nidra"), 409);
    expectStatus(await book("class-sunrise"), 409);
    expectStatus(await cancel(third), 200);
    expectStatus(await cancel(second), 200);
    expect((await bookings()).find((each) => each.bookingId === second).status).toBe("cancelled");
    expect(await placesOf("class-private")).toBe(0);
}

test("a member books, changes and cancels", async () => {
    await workflow();
    const start = performance.now();
    await workflow();
    process.stdout.write(`workflow ${(performance.now() - start).toFixed(3)} ms\n`);
}, 60000);
