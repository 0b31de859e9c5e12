// Tells what came in. Change the answer, save, and send the request again.

let calls = 0; // lives as long as this execution environment does

export const handler = async (event, context) => {
  calls += 1;
  console.log(`${event.httpMethod} ${event.path}, call ${calls} of this environment`);
  return {
    statusCode: 200,
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({
      message: "Hello from Node!",
      method: event.httpMethod,
      query: event.queryStringParameters,
      "calls of this environment": calls,
      "milliseconds left": context.getRemainingTimeInMillis(),
    }),
  };
};
