import java.net.HttpURLConnection;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Asks for the URL it is given with both clients of Java, and prints the answers. */
public class Ask {
  public static void main(String[] arguments) throws Exception {
    URI url = URI.create(arguments[0]);
    HttpRequest request =
        HttpRequest.newBuilder(url).POST(HttpRequest.BodyPublishers.ofString("a=1")).build();
    System.out.println(
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString()).body());
    HttpURLConnection connection = (HttpURLConnection) url.toURL().openConnection();
    System.out.println(new String(connection.getInputStream().readAllBytes()));
  }
}
