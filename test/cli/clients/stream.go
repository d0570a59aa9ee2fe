// Prints what each read of a stream brings, as net/http gives it.
package main

import (
	"fmt"
	"net/http"
	"os"
)

func main() {
	response, err := http.Get(os.Getenv("WIRETAPE_URL") + "/stream")
	if err != nil {
		panic(err)
	}
	buffer := make([]byte, 4096)
	for {
		n, err := response.Body.Read(buffer)
		if n > 0 {
			fmt.Printf("%s|", buffer[:n])
		}
		if err != nil {
			return
		}
	}
}
